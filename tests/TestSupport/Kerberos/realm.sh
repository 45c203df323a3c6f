#!/bin/sh
# A Kerberos realm on the loopback address, for as long as the standard input stays open. Of the machine's own configuration
# nothing is read and nothing is touched: every process that is to be of this realm has KRB5_CONFIG set to FOLDER/krb5.conf.
#
#   realm.sh FOLDER PORT     leaves http.keytab (the service HTTP/localhost), user1.cache and user2.cache (tickets) in FOLDER
#
# The password of user1 is Password-of-user1, and so on.
set -eu
cd "$1"

cat > krb5.conf <<CONF
[libdefaults]
 default_realm = MIMCM.TEST
 dns_lookup_realm = false
 dns_lookup_kdc = false
 dns_canonicalize_hostname = false
 rdns = false
 forwardable = true
[realms]
 MIMCM.TEST = {
  kdc = 127.0.0.1:$2
 }
[domain_realm]
 localhost = MIMCM.TEST
CONF
cat > kdc.conf <<CONF
[kdcdefaults]
 kdc_listen = 127.0.0.1:$2
 kdc_tcp_listen = 127.0.0.1:$2
[realms]
 MIMCM.TEST = {
  database_name = $1/principal
  key_stash_file = $1/stash
 }
[logging]
 kdc = FILE:$1/kdc.log
CONF
export KRB5_CONFIG="$1/krb5.conf" KRB5_KDC_PROFILE="$1/kdc.conf"
PATH=$PATH:/usr/sbin

kdb5_util create -s -P master > setup.log 2>&1
kadmin.local >> setup.log 2>&1 <<COMMANDS
addprinc -pw Password-of-user1 user1
addprinc -pw Password-of-user2 user2
addprinc -randkey +ok_as_delegate HTTP/localhost
ktadd -k $1/http.keytab HTTP/localhost
COMMANDS

krb5kdc -n >> setup.log 2>&1 &
kdc=$!
trap 'kill $kdc; wait $kdc' EXIT
for user in user1 user2; do
    tries=0
    until echo "Password-of-$user" | kinit -c "$user.cache" $user >> setup.log 2>&1; do
        tries=$((tries + 1))
        if [ $tries -gt 50 ] || ! kill -0 $kdc; then
            cat setup.log >&2
            exit 1
        fi
        sleep 0.1
    done
done
echo ready
cat > /dev/null
