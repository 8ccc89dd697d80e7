#!/usr/bin/env bash
# token.sh DIR: prints a one-time token for an account on enrol.desk.test.
. "$(dirname "$0")/../common.sh"
export PROSODY_CONFIG=$1/prosody.cfg.lua PROSODY_DATADIR=$1/data
prosodyctl --config "$PROSODY_CONFIG" --root mod_invites generate enrol.desk.test | sed -n 's/^xmpp:.*preauth=\([^;&]*\).*/\1/p'
