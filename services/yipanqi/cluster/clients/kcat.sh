# kcat 1.7+ (librdkafka). The password goes through a file descriptor, not the command line.
kcat -F <(printf 'sasl.password=%s\n' "$(cat '@password_file@')") \
  -b @bootstrap@ -X security.protocol=@security@ -X sasl.mechanism=@mechanism@ -X sasl.username=@user@@ca_kcat@ \
  -X isolation.level=read_committed \
  -C -t board.project -o beginning -e -r @registry_url@ -s value=avro -f '%k %s\n'
