# bash, kcat 1.7 on a recent librdkafka (2.0.2, Debian 12's, could not log in with SCRAM-SHA-512).
# The password goes through a file descriptor, not the command line.
# A build without Avro (Debian's; `kcat -V` lists what it has) shows the bytes: leave out -r and -s.
kcat -F <(printf 'sasl.password=%s\n' "$(cat '@password_file@')") \
  -b @bootstrap@ -X security.protocol=@security@ -X sasl.mechanism=@mechanism@ -X sasl.username=@user@@ca_kcat@ \
  -X isolation.level=read_committed \
  -C -t board.project -o beginning -e -r @registry_url@ -s value=avro -f '%k %s\n'
