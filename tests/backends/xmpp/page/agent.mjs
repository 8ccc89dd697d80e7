// agent.mjs URL PICTURE STEP...: an agent at the page, in headless Chromium. A step is see:TEXT (wait until it stands there) or
// say:TEXT (type it and press Enter). At the end, or when a step fails, the page is kept as PICTURE.
import puppeteer from "puppeteer-core";

const [url, picture, ...steps] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-proxy-server", "--disable-dev-shm-usage"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1100, height: 750 });
page.on("pageerror", error => console.error("page:", error.message));
let failed = 0;
try {
  await page.goto(url, { waitUntil: "load" });
  for (const step of steps) {
    const text = step.slice(4);
    if (step.startsWith("see:")) {
      await page.waitForFunction(t => document.body.innerText.includes(t), { timeout: 60000, polling: 200 }, text);
    } else {
      const box = await page.waitForSelector(".chat-textarea", { timeout: 60000 });
      await box.type(text);
      await page.keyboard.press("Enter");
    }
    console.log(step);
  }
} catch (error) {
  console.error("agent.mjs:", error.message);
  failed = 1;
}
await page.screenshot({ path: picture });
await browser.close();
process.exit(failed);
