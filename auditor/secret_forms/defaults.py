"""Which secrets does everybody know?

Defaults of products, of tutorials and of people in a hurry: an attacker tries them
first. Compared without regard to case.
"""

from __future__ import annotations

KNOWN = frozenset(
    """
    000000 0000 1111 111111 1234 12345 123456 1234567 12345678 123456789 1234567890 123123
    1q2w3e4r aaaaaa abc123 abcd1234 abcdef access admin admin1 admin123 admin1234 administrator
    alpine asdf asdfgh apppassword appsecret azerty cassandra cat catkeyboard change_it
    change_me change-it change-me changeit changeme changeme123 changethis cisco cookiesecret
    couchbase couchdb dbpass dbpassword dbuser default demo dev developer devpassword
    development docker dragon elastic example express expresssecret foo foobar guest hello
    hunter2 iloveyou jwt jwtsecret jwt_secret jwt-secret kafka keyboardcat keycloak letmein
    local localhost login mariadb master minio minio123 minioadmin mongo mongodb monkey
    mypassword mysecret mysecretkey mysecretpassword mysql mytoken neo4j node nodejs oracle
    p@ssw0rd p@ssword pass pass123 pass1234 passw0rd passwd password password1 password12
    password123 password1234 postgres postgresql private qwerty qwerty123 rabbit rabbitmq redis
    root root123 rootpassword rootroot s3cr3t s3cret sa secret secret1 secret123 secretcode
    secretkey secretpassword secretsecret server session sessionsecret session_secret
    session-secret shhh shhhh shhhhh shhhhhhared-secret super_secret super-secret supersecret
    supersecretkey supersecretpassword system test test1 test123 test1234 testing testpass
    testpassword testsecret tomcat toor token topsecret user user123 wordpress
    your-256-bit-secret zabbix
    """.split()  # noqa: SIM905 -- a list of words is read as words
) | {
    "keyboard cat",
    "keyboard cats",
    "cats and dogs",
    "ilovescotchscotchyscotchscotch",
    "my secret",
    "my super secret",
    "session secret",
    "some secret",
    "super secret",
    "this is a secret",
    "top secret",
    "your secret",
    "a secret",
}
"""In lower case."""


def is_known(value: str) -> bool:
    """Whether ``value`` is a default that everybody knows."""
    return value.strip().lower() in KNOWN
