"""`connect-info` as text to read and to copy from: addresses, topics, and one example each for kcat, Java and Node."""

from __future__ import annotations

from importlib import resources

from yipanqi.cluster.connect_info import ConnectInfo
from yipanqi.contract.catalog import receipts

_FOLDER = "clients"
_RULE = "─" * 100
KCAT, PROPERTIES, JAVA, NODE = "kcat.sh", "client.properties", "Example.java", "example.mjs"


def connect_text(info: ConnectInfo) -> str:
    """Return the whole text; it holds the path of the password, never the password."""
    parts = [_facts(info)]
    for title, files in (("kcat", (KCAT,)), ("Java", (PROPERTIES, JAVA)), ("Node.js (kafkajs)", (NODE,))):
        for name in files:
            parts.append(f"{_RULE}\n{title}: {name}\n{_RULE}\n{client_example(info, name)}")
    return "\n".join(parts)


def client_example(info: ConnectInfo, name: str) -> str:
    """Return one example with this unit's values filled in; `name` is KCAT, PROPERTIES, JAVA or NODE."""
    text = resources.files("yipanqi.cluster").joinpath(_FOLDER, name).read_text(encoding="utf-8")
    for placeholder, value in _values(info).items():
        text = text.replace(f"@{placeholder}@", value)
    return text


def _values(info: ConnectInfo) -> dict[str, str]:
    ca = str(info.ca_file) if info.ca_file else None
    encrypted = info.security.endswith("SSL")
    return {
        "unit": info.unit,
        "user": info.user,
        "bootstrap": info.bootstrap,
        "security": info.security,
        "mechanism": info.mechanism,
        "mechanism_node": info.mechanism.lower(),
        "password_file": str(info.password_file),
        "registry_url": info.registry_url,
        "write_topic": info.write_topic,
        "receipt_topic": receipts(info.unit),
        "group_prefix": info.group_prefix,
        "source": info.source,
        "ca_kcat": f" -X ssl.ca.location={ca}" if ca and encrypted else "",
        "ca_java": f"\nssl.truststore.type=PEM\nssl.truststore.location={ca}" if ca and encrypted else "",
        "ssl_node": (f"{{ ca: [readFileSync('{ca}', 'utf8')] }}" if ca else "true") if encrypted else "false",
    }


def _facts(info: ConnectInfo) -> str:
    rows = [
        ("单位 unit", f"{info.unit} {info.unit_zh}"),
        ("Kafka 地址 bootstrap servers", info.bootstrap),
        ("协议与认证 security, mechanism", f"{info.security}, {info.mechanism}"),
        ("用户 user", info.user),
        ("密码所在文件 the password is in", str(info.password_file)),
        ("模式注册中心 schema registry", info.registry_url),
        ("写入主题 topic to write", info.write_topic),
        ("读取主题 topics to read", ", ".join(info.read_topics)),
        ("消费组前缀 consumer groups begin with", info.group_prefix),
        ("事件来源 ce_source", f"{info.source} （或 or {info.source}:<系统 system>）"),
        ("可发布事件 event types", ", ".join(name.rpartition(".")[2] for name in info.event_types)),
    ]
    if info.ca_file:
        rows.insert(3, ("CA 证书 CA certificate", str(info.ca_file)))
    if info.registry_user:
        rows.append(("注册中心用户 registry user", info.registry_user))
    notes = (
        "值为 Avro（Confluent 帧，主体名 <主题>-<记录全名>），键为对象标识（UTF-8，Java 默认分区算法 murmur2），头部为 "
        "CloudEvents 1.0；读取请用 read_committed。\n"
        "Values are Avro in Confluent framing, subjects <topic>-<record full name>; the key is the aggregate's id in "
        "UTF-8, partitioned by\nmurmur2 as Java's client does; headers are CloudEvents 1.0; read with read_committed. "
        "Full contract: docs/contract.md."
    )
    return "\n".join(f"{name}: {value}" for name, value in rows) + f"\n\n{notes}\n"
