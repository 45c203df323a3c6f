#!/bin/sh
# A Samba domain controller on one loopback address, for as long as the standard input stays open. It is provisioned in FOLDER and reads and
# writes nothing outside of it.
#
#   domain-controller.sh FOLDER ADDRESS PASSWORD     FOLDER has server.pem, server.key and ca.pem for TLS
set -eu
folder=$1 address=$2 password=$3
PATH=$PATH:/usr/sbin:/sbin

samba-tool domain provision --realm=CONTOSO.TEST --domain=CONTOSO --host-name=dc1 --server-role=dc --adminpass="$password" \
    --dns-backend=NONE --targetdir="$folder/domain" --option='interfaces=lo' --option='bind interfaces only=yes' > "$folder/provision.log" 2>&1 ||
    { tail -5 "$folder/provision.log" >&2; exit 1; }

domain=$folder/domain
cat > "$folder/smb.conf" <<CONF
[global]
 netbios name = DC1
 realm = CONTOSO.TEST
 workgroup = CONTOSO
 server role = active directory domain controller
 server services = ldap, kdc
 interfaces = $address/8
 bind interfaces only = yes
 private dir = $domain/private
 lock directory = $domain
 state directory = $domain/state
 cache directory = $domain/cache
 binddns dir = $domain/bind-dns
 pid directory = $domain
 ncalrpc dir = $domain/ncalrpc
 log file = $domain/log
 tls enabled = yes
 tls certfile = $folder/server.pem
 tls keyfile = $folder/server.key
 tls cafile = $folder/ca.pem
[sysvol]
 path = $domain/state/sysvol
[netlogon]
 path = $domain/state/sysvol/contoso.test/scripts
CONF

samba --foreground --no-process-group --model=single --configfile="$folder/smb.conf" > "$folder/samba.log" 2>&1 &
samba=$!
trap 'kill $samba; wait $samba || true' EXIT
echo ready
cat > /dev/null
