"""What do the options of a Node.js process open, and does a port belong to debugging?"""

from __future__ import annotations

import re

DEBUG_PORTS = frozenset({5858, 9222, 9229, 9230})
DATASTORES = {
    1433: "SQL Server",
    2375: "the Docker API",
    2379: "etcd",
    3306: "MySQL",
    5432: "PostgreSQL",
    5672: "RabbitMQ",
    6379: "Redis",
    8086: "InfluxDB",
    9042: "Cassandra",
    9092: "Kafka",
    9200: "Elasticsearch",
    11211: "memcached",
    15672: "RabbitMQ's console",
    27017: "MongoDB",
    27018: "MongoDB",
}

STORE_IMAGES = frozenset(
    {
        "cassandra",
        "elasticsearch",
        "mariadb",
        "memcached",
        "mongo",
        "mysql",
        "opensearch",
        "postgres",
        "rabbitmq",
        "redis",
        "valkey",
    }
)

_INSPECT = re.compile(r"--inspect(?:-brk|-wait|-port)?(?:[= ](\S+))?(?=\s|$|[\"'])")
_LOOPBACK = re.compile(r"127\.|localhost|\[?::1\]?(?::|$)", re.IGNORECASE)
_PORT = re.compile(r"[0-9]{1,5}")


def opens_inspector(command: str) -> bool:
    """Whether ``--inspect`` listens on more than the loopback, where Node itself would stay."""
    for found in _INSPECT.finditer(command):
        host = (found[1] or "").strip("\"'")
        named = host and not host.startswith("-") and not _PORT.fullmatch(host)
        if named and re.search(r"[0-9]\.|:|\*", host) and not _LOOPBACK.match(host):
            return True
    return False


def is_loopback(host: str) -> bool:
    """Whether an address is the machine's own."""
    return _LOOPBACK.match(host) is not None or host in {"::1", ""}
