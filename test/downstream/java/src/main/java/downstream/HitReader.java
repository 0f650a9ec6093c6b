package downstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints every record that a topic holds now, one line of JSON each, and ends: key, place, headers, and the value as
 * its writer's schema says. Instants come out as ISO 8601, so that a wrong logical type would show.
 *
 * Arguments: bootstrap servers, URL of the registry's Confluent API, topic.
 */
public final class HitReader {
  private static final int HEADER_BYTES = 5;
  private static final Duration POLL = Duration.ofMillis(200);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final GenericData data = new GenericData();
  private final Map<Integer, GenericDatumReader<Object>> readers = new HashMap<>();
  private final String registry;

  private HitReader(String registry) {
    this.registry = registry;
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
  }

  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", args[0]);
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "false");
    HitReader reader = new HitReader(args[1]);
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(args[2]).stream().map(one -> new TopicPartition(one.topic(), one.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) out.println(reader.line(record));
      }
    }
  }

  private String line(ConsumerRecord<String, byte[]> record) throws Exception {
    ObjectNode line = json.createObjectNode();
    line.put("key", record.key());
    line.put("partition", record.partition());
    line.put("offset", record.offset());
    ObjectNode headers = line.putObject("headers");
    record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    write(line, "value", read(record.value()));
    return json.writeValueAsString(line);
  }

  /** Byte 0, the id of the writer's schema, big-endian, then Avro binary. */
  private Object read(byte[] value) throws Exception {
    ByteBuffer header = ByteBuffer.wrap(value, 0, HEADER_BYTES);
    if (header.get() != 0) throw new IllegalArgumentException("the value does not begin with byte 0");
    int id = header.getInt();
    if (!readers.containsKey(id)) {
      Schema schema = fetch(id);
      readers.put(id, new GenericDatumReader<>(schema, schema, data));
    }
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
    Object read = readers.get(id).read(null, decoder);
    if (!decoder.isEnd()) throw new IllegalArgumentException("bytes follow the value");
    return read;
  }

  private Schema fetch(int id) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id)).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) throw new IllegalStateException("the registry answers " + response.statusCode());
    return new Schema.Parser().parse(json.readTree(response.body()).get("schema").asText());
  }

  private void write(ObjectNode parent, String name, Object value) {
    if (value instanceof IndexedRecord record) {
      ObjectNode node = parent.putObject(name);
      for (Schema.Field field : record.getSchema().getFields()) write(node, field.name(), record.get(field.pos()));
    } else if (value instanceof List<?> list) {
      ArrayNode array = parent.putArray(name);
      for (Object item : list) {
        ObjectNode holder = json.createObjectNode();
        write(holder, "item", item);
        array.add(holder.get("item"));
      }
    } else if (value instanceof Instant instant) {
      parent.put(name, instant.toString());
    } else if (value instanceof CharSequence || value instanceof GenericData.EnumSymbol) {
      parent.put(name, value.toString());
    } else {
      parent.set(name, json.valueToTree(value));
    }
  }
}
