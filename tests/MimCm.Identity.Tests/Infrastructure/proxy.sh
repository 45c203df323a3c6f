#!/bin/sh
# A proxy (tinyproxy) on the loopback address, for as long as the standard input stays open. It notes in FOLDER/proxy.log who
# went through it.
#
#   proxy.sh FOLDER PORT [USER PASSWORD]
set -eu
cd "$1"

cat > proxy.conf <<CONF
Port $2
Listen 127.0.0.1
Timeout 60
LogFile "$1/proxy.log"
LogLevel Info
MaxClients 50
Allow 127.0.0.1
CONF
if [ $# -gt 2 ]; then
    echo "BasicAuth $3 $4" >> proxy.conf
fi

tinyproxy -d -c proxy.conf > proxy.out 2>&1 &
proxy=$!
trap 'kill $proxy; wait $proxy' EXIT
tries=0
until grep -q 'Accepting connections' proxy.log 2> /dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 50 ] || ! kill -0 $proxy; then
        cat proxy.out >&2
        exit 1
    fi
    sleep 0.1
done
echo ready
cat > /dev/null
