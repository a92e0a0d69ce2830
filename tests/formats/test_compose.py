from __future__ import annotations

import pytest

from auditor.formats.compose import MAX_SERVICES, Port, is_compose, names, read_services


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("docker-compose.yml", True),
        ("compose.yaml", True),
        ("deploy/docker-compose.prod.yml", True),
        ("compose-test.yml", True),
        ("compose.js", False),
        ("my-compose.yml", False),
        ("node_modules/a/compose.yml", False),
    ],
)
def test_knows_a_compose_file_by_its_name(path: str, is_one: bool) -> None:
    assert is_compose(path) is is_one


@pytest.mark.parametrize(
    ("port", "told"),
    [
        ("'80'", Port(80, "", 3)),
        ("'8080:80'", Port(80, "", 3)),
        ("'127.0.0.1:8080:80'", Port(80, "127.0.0.1", 3)),
        ("'[::1]:8080:80/tcp'", Port(80, "::1", 3)),
        ("'3000-3005:3000-3005'", Port(3000, "", 3)),
        ("{target: 80}", Port(80, None, 3)),
        ("{target: 80, published: 8080, host_ip: 10.0.0.1}", Port(80, "10.0.0.1", 3)),
    ],
)
def test_reads_both_forms_of_ports(port: str, told: Port) -> None:
    (service,) = read_services(f"services:\n  a:\n    ports: [{port}]\n".encode())

    assert service.ports == (told,)


@pytest.mark.parametrize("port", ["a", "'$PORT'", "{target: a}", "'999999999:9999999'"])
def test_a_port_that_is_none_is_left_out(port: str) -> None:
    (service,) = read_services(f"services: {{a: {{ports: [{port}]}}}}".encode())

    assert service.ports == ()


def test_reads_both_forms_of_variables_and_the_defaults_of_the_shell() -> None:
    a = "{environment: [A=1, B, 'C=${C:-d}', 'E=${E}']}"
    first, second = read_services(
        f"services: {{a: {a}, b: {{environment: {{A: 1, B: }}}}}}".encode()
    )

    assert [(one.name, one.value) for one in first.variables] == [
        ("A", "1"),
        ("B", None),
        ("C", "d"),
        ("E", None),
    ]
    assert [(one.name, one.value) for one in second.variables] == [("A", "1"), ("B", None)]


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("{test: [CMD, a]}", True),
        ("{test: curl a}", True),
        ("{test: [NONE]}", False),
        ("{disable: true}", False),
    ],
)
def test_a_health_check_may_be_off(check: str, told: bool) -> None:
    (service,) = read_services(f"services: {{a: {{healthcheck: {check}}}}}".encode())

    assert service.health is told


def test_limits_are_of_either_form() -> None:
    deploy = "{deploy: {resources: {limits: {memory: 1g, cpus: '1'}}}}"
    first, second = read_services(f"services: {{a: {deploy}, b: {{mem_limit: 1g}}}}".encode())

    assert sorted(first.limits) == ["cpu", "memory"]
    assert sorted(second.limits) == ["memory"]


def test_tells_by_which_names_services_reach_each_other() -> None:
    text = b"services: {a: {container_name: b, networks: {n: {aliases: [c]}}}, d: {image: e}}"

    assert names(text) == {"a", "b", "c", "d"}


def test_reads_no_more_services_than_the_limit() -> None:
    text = "services:\n" + "".join(f" s{number}: {{}}\n" for number in range(MAX_SERVICES + 1))

    assert len(read_services(text.encode())) == MAX_SERVICES
