"""Which rules are there about Kubernetes manifests?"""

from __future__ import annotations

from auditor.checks.deployment._rules import HIGH, LOW, MEDIUM, Rule

_HARDENING = ("container-hardening",)
_PRIVILEGED = ("container-privileged",)

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "kubernetes-user-root",
            HIGH,
            "{what} is told to run as root",
            "runAsNonRoot: true, and runAsUser with a number above 0",
            (250,),
            ("container-root",),
        ),
        Rule(
            "kubernetes-user-unset",
            MEDIUM,
            "{what} may run as root, if the image does",
            "runAsNonRoot: true in the pod's securityContext",
            (250,),
            _HARDENING,
        ),
        Rule(
            "kubernetes-privileged",
            HIGH,
            "{what} is privileged: it is root on the node",
            "drop privileged, and add the one capability that is needed",
            (250,),
            _PRIVILEGED,
        ),
        Rule(
            "kubernetes-host-namespace",
            HIGH,
            "{what} is not kept apart from the node",
            "drop the line",
            (653,),
            _PRIVILEGED,
        ),
        Rule(
            "kubernetes-host-folder",
            HIGH,
            "{what} of the node is mounted",
            "use a volume of the cluster",
            (668,),
            (*_PRIVILEGED, "host-path"),
        ),
        Rule(
            "kubernetes-capability-added",
            MEDIUM,
            "the capability {what} is added",
            "drop it, or show that the server needs it",
            (250,),
            _HARDENING,
        ),
        Rule(
            "kubernetes-escalation-allowed",
            MEDIUM,
            "{what} may get more rights than it was started with",
            "allowPrivilegeEscalation: false",
            (250,),
            _HARDENING,
        ),
        Rule(
            "kubernetes-capabilities-kept",
            MEDIUM,
            "{what} keeps capabilities that a server does not need",
            "capabilities: {drop: [ALL]}",
            (250,),
            _HARDENING,
        ),
        Rule(
            "kubernetes-filesystem-writable",
            LOW,
            "{what} may write over its own code",
            "readOnlyRootFilesystem: true, and an emptyDir for /tmp",
            (732,),
            _HARDENING,
        ),
        Rule(
            "kubernetes-seccomp-missing",
            LOW,
            "{what} may call everything the kernel has",
            "seccompProfile: {type: RuntimeDefault}",
            (693,),
            _HARDENING,
        ),
        Rule(
            "kubernetes-limits-missing",
            MEDIUM,
            "nothing limits {what}",
            "resources: {limits: {memory: ..., cpu: ...}}",
            (770,),
            ("limits-missing",),
        ),
        Rule(
            "kubernetes-probes-missing",
            LOW,
            "the cluster does not see when {what} stops answering",
            "add a readinessProbe and a livenessProbe",
            (),
            ("health-missing",),
        ),
        Rule(
            "kubernetes-image-floating",
            MEDIUM,
            "{what} is whatever the tag means on the day",
            "name a version, best with the digest",
            (829,),
            ("image-floating",),
        ),
        Rule(
            "kubernetes-port-debug",
            MEDIUM,
            "port {what} is for debugging",
            "drop the port and --inspect; kubectl port-forward reaches the loopback",
            (489,),
            ("debug-exposed",),
        ),
        Rule(
            "kubernetes-inspector-open",
            HIGH,
            "the inspector of Node.js listens to everybody: {what}",
            "drop --inspect, or bind it to 127.0.0.1",
            (489, 94),
            ("debug-exposed",),
        ),
        Rule(
            "kubernetes-token-mounted",
            LOW,
            "{what} holds a token of the cluster that it may not need",
            "automountServiceAccountToken: false",
            (250,),
            ("service-token",),
        ),
        Rule(
            "kubernetes-role-wildcard",
            HIGH,
            "{what} allows everything, by a star",
            "name the verbs and resources that are needed",
            (250,),
            ("privilege-wildcard",),
        ),
        Rule(
            "kubernetes-cluster-admin",
            HIGH,
            "{what} makes its subjects masters of the cluster",
            "bind a role with the verbs and resources that are needed",
            (250,),
            ("privilege-wildcard",),
        ),
        Rule(
            "kubernetes-ingress-plain",
            MEDIUM,
            "{what} has no certificate: it answers in plain",
            "add spec.tls with the host and the name of the secret",
            (319,),
            ("plain-listener",),
        ),
        Rule(
            "kubernetes-redirect-off",
            MEDIUM,
            "{what} answers in plain as well",
            "drop the annotation that turns the redirect off",
            (319,),
            ("plain-listener",),
        ),
    )
}
