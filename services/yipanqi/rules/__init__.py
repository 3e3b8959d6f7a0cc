"""Pure decisions, one module per aggregate: decide(state, event, context) -> outcome. No I/O, no Kafka, no clock."""
