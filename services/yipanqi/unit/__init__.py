"""The unit service (单位服务): how a unit without a Kafka client takes part, by HTTP and by spreadsheet."""
