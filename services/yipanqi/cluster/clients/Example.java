// Java 17+: reads board.project, then publishes an event built by `registered()` (a GenericRecord).
import java.io.FileInputStream;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import static java.nio.charset.StandardCharsets.UTF_8;

public class Example {
  static Properties settings() throws Exception {
    var p = new Properties();
    try (var file = new FileInputStream("client.properties")) { p.load(file); }
    p.put("sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"@user@\""
        + " password=\"" + Files.readString(Path.of("@password_file@")).strip() + "\";");
    return p;
  }

  static void read() throws Exception {
    try (var consumer = new KafkaConsumer<String, Object>(settings())) {
      consumer.subscribe(List.of("board.project"));
      for (var record : consumer.poll(Duration.ofSeconds(10))) System.out.println(record.key() + " " + record.value());
      consumer.commitSync();
    }
  }

  static void publish(String projectId, Object registered) throws Exception {
    var record = new ProducerRecord<String, Object>("@write_topic@", projectId, registered);
    Map.of("ce_specversion", "1.0", "ce_id", UUID.randomUUID().toString(), "ce_source", "@source@",
           "ce_type", "yipanqi.project.ProjectRegistered", "ce_time", Instant.now().toString(),
           "ce_subject", projectId, "content-type", "application/avro")
        .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    try (var producer = new KafkaProducer<String, Object>(settings())) { producer.send(record).get(); }
  }
}
