// Node 20+: npm install kafkajs@2 @kafkajs/confluent-schema-registry@4 avsc@5
//   node example.mjs read                          prints board.project as it is now
//   node example.mjs publish @unit@-project-0001   reports a project and waits for the receipt
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import kafkajs from 'kafkajs'
import avro from 'avsc'
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'

const password = readFileSync('@password_file@', 'utf8').trim()
const kafka = new kafkajs.Kafka({
  clientId: '@user@-node',
  brokers: '@bootstrap@'.split(','),
  ssl: @ssl_node@,
  sasl: { mechanism: '@mechanism_node@', username: '@user@', password },
  logLevel: kafkajs.logLevel.ERROR,
})

// An amount is a decimal: whole cents in two's complement, big endian. Here it is text, so that no digit is lost.
class Decimal extends avro.types.LogicalType {
  constructor(schema, options) { super(schema, options); this.scale = schema.scale ?? 0 }
  _fromValue(bytes) {
    const cents = bytes.length ? BigInt.asIntN(bytes.length * 8, BigInt('0x' + bytes.toString('hex'))) : 0n
    const digits = (cents < 0n ? -cents : cents).toString().padStart(this.scale + 1, '0')
    const whole = digits.slice(0, digits.length - this.scale)
    return (cents < 0n ? '-' : '') + whole + (this.scale ? '.' + digits.slice(-this.scale) : '')
  }
  _toValue(text) {
    if (!/^-?\d+(\.\d+)?$/.test(text)) return undefined
    const [whole, fraction = ''] = text.split('.')
    if (fraction.length > this.scale) return undefined
    const cents = BigInt(whole + fraction.padEnd(this.scale, '0'))
    let width = 1
    while (BigInt.asIntN(width * 8, cents) !== cents) width += 1
    return Buffer.from(BigInt.asUintN(width * 8, cents).toString(16).padStart(width * 2, '0'), 'hex')
  }
}
const registry = new SchemaRegistry(
  { host: '@registry_url@' },
  { [SchemaType.AVRO]: { logicalTypes: { decimal: Decimal } } },
)

// Calls `each(message)` for every record from the beginning on, until `each` returns true or the end is reached.
async function follow(topic, each, { untilEnd }) {
  const admin = kafka.admin()
  await admin.connect()
  const open = new Set()
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    if (Number(high) > Number(low)) open.add(partition)
  }
  await admin.disconnect()
  if (untilEnd && open.size === 0) return
  const consumer = kafka.consumer({ groupId: `@group_prefix@node.${randomUUID()}` })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise((done, failed) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error))
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (Number(payload.offsetLag) === 0) open.delete(payload.partition)
      if (untilEnd && open.size === 0) done()
    })
    consumer.run({ eachMessage: async ({ message }) => { if (await each(message)) done() } }).catch(failed)
  })
  await consumer.disconnect()
}

async function read() {
  const board = new Map()
  await follow('board.project', async ({ key, value }) => {
    if (value === null) board.delete(key.toString())
    else board.set(key.toString(), await registry.decode(value))
  }, { untilEnd: true })
  for (const project of board.values()) console.log(JSON.stringify(project))
}

async function publish(projectId) {
  const type = 'yipanqi.project.ProjectRegistered'
  const event = {
    project_id: projectId,
    name: '示例项目 Example',
    stage: 'NEGOTIATING',
    stage_since: '2020-11',
    taken_over: true,
    chain: 'C4',
    planned_investment: { amount: '148500000.00', currency: 'CNY' },
    land_m2: '20000.00',
  }
  const value = await registry.encode(await registry.getLatestSchemaId(`@write_topic@-${type}`), event)
  const id = randomUUID()
  const producer = kafka.producer({ idempotent: true, createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  await producer.send({
    topic: '@write_topic@',
    acks: -1,
    messages: [{
      key: projectId,
      value,
      headers: {
        ce_specversion: '1.0', ce_id: id, ce_source: '@source@', ce_type: type,
        ce_time: new Date().toISOString(), ce_subject: projectId, 'content-type': 'application/avro',
      },
    }],
  })
  await producer.disconnect()
  console.log(JSON.stringify({ published: id }))
  if (process.argv[4] === '--no-receipt') return
  await follow('@receipt_topic@', async ({ value }) => {
    const receipt = await registry.decode(value)
    if (receipt.event_id !== id) return false
    console.log(JSON.stringify({ outcome: receipt.outcome, code: receipt.code, reason: receipt.reason_zh }))
    return true
  }, { untilEnd: false })
}

await (process.argv[2] === 'publish' ? publish(process.argv[3]) : read())
process.exit(0)
