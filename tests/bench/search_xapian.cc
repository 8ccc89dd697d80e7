// Xapian as one sets it up for a help system: stems by language, spelling from the index, the last word as prefix.
//   search_xapian index CORPUS.jsonl DB LANGUAGE
//   search_xapian query DB LANGUAGE QUERIES.tsv RUN plain|prefix
#include <jansson.h>
#include <xapian.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <vector>

static Xapian::Stem stemmer(const std::string &lang)
{
    try {
        return Xapian::Stem(lang.substr(0, 2));
    } catch (const Xapian::Error &) {
        return Xapian::Stem();
    }
}

/* Of this process's CPU time. */
static double now()
{
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

static std::string field(json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static int index_corpus(char **v)
{
    std::ifstream in(v[2]);
    std::string line;
    std::vector<std::pair<std::string, std::pair<std::string, std::string>>> rows;
    while (std::getline(in, line)) {
        json_t *object = json_loads(line.c_str(), 0, nullptr);
        rows.push_back({field(object, "id"), {field(object, "title"), field(object, "body")}});
        json_decref(object);
    }
    double from = now();
    Xapian::WritableDatabase db(v[3], Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(stemmer(v[4]));
    generator.set_database(db);
    generator.set_flags(Xapian::TermGenerator::FLAG_SPELLING | Xapian::TermGenerator::FLAG_CJK_NGRAM);
    for (auto &row : rows) {
        Xapian::Document document;
        generator.set_document(document);
        generator.index_text(row.second.first, 4);
        generator.increase_termpos();
        generator.index_text(row.second.second);
        document.set_data(row.first);
        db.add_document(document);
    }
    db.commit();
    std::cout << "build_s=" << now() - from << "\n";
    return 0;
}

static int run_queries(char **v)
{
    Xapian::Database db(v[2]);
    Xapian::QueryParser parser;
    parser.set_stemmer(stemmer(v[3]));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_database(db);
    unsigned flags = Xapian::QueryParser::FLAG_SPELLING_CORRECTION | Xapian::QueryParser::FLAG_CJK_NGRAM;
    if (std::string(v[6]) == "prefix")
        flags |= Xapian::QueryParser::FLAG_PARTIAL;
    std::ifstream in(v[4]);
    std::ofstream out(v[5]);
    std::string line;
    std::vector<double> times;
    while (std::getline(in, line)) {
        size_t tab = line.find('\t');
        std::string words = line.substr(tab + 1);
        double from = now();
        Xapian::Query query;
        try {
            query = parser.parse_query(words, flags);
            std::string corrected = parser.get_corrected_query_string();
            if (!corrected.empty())
                query = parser.parse_query(corrected, flags);
        } catch (const Xapian::QueryParserError &) {
            // Some texts are no query of Xapian's: it finds nothing.
        }
        Xapian::Enquire enquire(db);
        enquire.set_query(query);
        Xapian::MSet found = enquire.get_mset(0, 10);
        std::vector<std::string> ids;
        for (auto i = found.begin(); i != found.end(); ++i)
            ids.push_back(i.get_document().get_data());
        times.push_back((now() - from) * 1e6);
        for (size_t i = 0; i < ids.size(); i++)
            out << line.substr(0, tab) << " Q0 " << ids[i] << " " << i + 1 << " " << 1000 - i << " xapian\n";
    }
    std::sort(times.begin(), times.end());
    double sum = 0;
    for (double t : times)
        sum += t;
    std::cout << "cpu_mean_us=" << sum / times.size() << " cpu_p99_us=" << times[(times.size() - 1) * 99 / 100] << "\n";
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5 && std::string(argv[1]) == "index")
        return index_corpus(argv);
    if (argc == 7 && std::string(argv[1]) == "query")
        return run_queries(argv);
    std::cerr << "usage: see the file's head\n";
    return 1;
}
