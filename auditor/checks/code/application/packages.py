"""What is a package's middleware for? Data alone; a package is added by a line here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a middleware does for the routes after it."""

    AUTH = "auth"
    BODY_PARSER = "body parser"
    COOKIE_PARSER = "cookie parser"
    CORS = "cors"
    CSRF = "csrf"
    ERROR_HANDLER = "error handler"
    HANDLER = "handler"
    HEADERS = "headers"
    HELMET = "helmet"
    LIMITER = "limiter"
    LISTING = "listing"
    LOGGER = "logger"
    OTHER = "other"
    SESSION = "session"
    STATIC = "static"
    UNKNOWN = "unknown"
    UPLOAD = "upload"
    VALIDATOR = "validator"


PACKAGES: Mapping[str, Kind] = MappingProxyType(
    {
        **dict.fromkeys(("body-parser", "raw-body", "express-xml-bodyparser"), Kind.BODY_PARSER),
        **dict.fromkeys(("cookie-parser", "cookies"), Kind.COOKIE_PARSER),
        **dict.fromkeys(("cors",), Kind.CORS),
        **dict.fromkeys(
            ("csrf-csrf", "csrf-sync", "csurf", "lusca", "tiny-csrf", "@dr.pogodin/csurf"),
            Kind.CSRF,
        ),
        **dict.fromkeys(
            (
                "connect-ensure-login",
                "express-basic-auth",
                "express-jwt",
                "express-oauth2-jwt-bearer",
                "express-openid-connect",
                "express-jwt-permissions",
                "express-jwt-authz",
                "keycloak-connect",
                "passport",
                "koa-passport",
                "@clerk/express",
                "@okta/oidc-middleware",
                "supertokens-node",
            ),
            Kind.AUTH,
        ),
        **dict.fromkeys(
            ("errorhandler", "strong-error-handler", "express-error-handler"), Kind.ERROR_HANDLER
        ),
        **dict.fromkeys(
            (
                "express-brute",
                "express-limiter",
                "express-rate-limit",
                "express-slow-down",
                "rate-limiter-flexible",
            ),
            Kind.LIMITER,
        ),
        **dict.fromkeys(
            ("express-pino-logger", "express-winston", "morgan", "pino-http", "morgan-body"),
            Kind.LOGGER,
        ),
        **dict.fromkeys(
            ("client-sessions", "cookie-session", "express-session", "iron-session"), Kind.SESSION
        ),
        **dict.fromkeys(("serve-static", "express-static-gzip"), Kind.STATIC),
        **dict.fromkeys(("serve-index",), Kind.LISTING),
        **dict.fromkeys(
            ("busboy", "connect-busboy", "express-fileupload", "formidable", "multer"), Kind.UPLOAD
        ),
        **dict.fromkeys(
            (
                "@hapi/joi",
                "ajv",
                "celebrate",
                "express-joi-validation",
                "express-json-validator-middleware",
                "express-openapi-validator",
                "express-validation",
                "express-validator",
                "express-zod-api",
                "joi",
                "superstruct",
                "valibot",
                "yup",
                "zod",
                "zod-express-middleware",
            ),
            Kind.VALIDATOR,
        ),
        **dict.fromkeys(("helmet",), Kind.HELMET),
        **dict.fromkeys(
            (
                "content-security-policy",
                "feature-policy",
                "frameguard",
                "hsts",
                "permissions-policy",
            ),
            Kind.HEADERS,
        ),
        **dict.fromkeys(
            (
                "compression",
                "connect-flash",
                "connect-history-api-fallback",
                "connect-livereload",
                "cls-rtracer",
                "express-actuator",
                "express-ejs-layouts",
                "express-flash",
                "express-healthcheck",
                "express-http-context",
                "express-http-proxy",
                "express-list-endpoints",
                "express-mongo-sanitize",
                "express-prom-bundle",
                "express-request-id",
                "express-robots-txt",
                "express-security.txt",
                "express-session-sequelize",
                "express-status-monitor",
                "express-useragent",
                "graphql-http",
                "hpp",
                "http-proxy-middleware",
                "i18n",
                "i18next-http-middleware",
                "method-override",
                "nocache",
                "on-finished",
                "prom-client",
                "response-time",
                "serve-favicon",
                "swagger-ui-express",
                "vhost",
                "xss-clean",
                "webpack-dev-middleware",
            ),
            Kind.OTHER,
        ),
    }
)
"""By package; ``MEMBERS`` has what differs from it."""

MEMBERS: Mapping[tuple[str, str], Kind] = MappingProxyType(
    {
        **{("express", name): Kind.BODY_PARSER for name in ("json", "urlencoded", "raw", "text")},
        ("express", "static"): Kind.STATIC,
        ("passport", "initialize"): Kind.OTHER,
        ("passport", "session"): Kind.OTHER,
        ("lusca", "xframe"): Kind.HEADERS,
        ("lusca", "csp"): Kind.HEADERS,
        ("lusca", "hsts"): Kind.HEADERS,
        ("lusca", "xssProtection"): Kind.HEADERS,
        ("lusca", "nosniff"): Kind.HEADERS,
        ("lusca", "referrerPolicy"): Kind.HEADERS,
        ("celebrate", "errors"): Kind.ERROR_HANDLER,
        ("express-winston", "errorLogger"): Kind.ERROR_HANDLER,
        ("express-openid-connect", "attemptSilentLogin"): Kind.OTHER,
        ("@clerk/express", "clerkMiddleware"): Kind.OTHER,
    }
)
"""By package and the name taken from it, where it is for something else than the package."""

BEARER_PACKAGES = frozenset(
    {"express-jwt", "express-oauth2-jwt-bearer", "express-jwt-permissions", "express-jwt-authz"}
)
"""Their guards read the Authorization header, so that no cookie identifies the caller."""

ROUTERS = frozenset({"express-promise-router", "express-async-router"})
"""Packages whose export makes a router that passes rejected promises on."""

ASYNC_ERRORS = frozenset({"express-async-errors", "@root/async-router", "express-promise-router"})
"""Packages that, once imported, make Express 4 pass rejected promises on."""

ASYNC_WRAPPERS = frozenset(
    {"express-async-handler", "express-asyncify", "express-async-wrap", "async-middleware"}
)

ROUTE_LOADERS = frozenset(
    {
        "@feathersjs/express",
        "apollo-server-express",
        "awilix-express",
        "consign",
        "express-autoroute",
        "express-enrouten",
        "express-file-routing",
        "express-load",
        "express-openapi",
        "express-restify-mongoose",
        "finale-rest",
        "inversify-express-utils",
        "kraken-js",
        "oas-tools",
        "routing-controllers",
        "swagger-express-mw",
        "swagger-routes-express",
        "tsoa",
    }
)
"""Packages that add routes of their own to an application that is handed to them."""

NOT_MODELLED = frozenset(
    {
        "@adonisjs/core",
        "@feathersjs/feathers",
        "@hapi/hapi",
        "@loopback/rest",
        "@nestjs/common",
        "@nestjs/core",
        "@overnightjs/core",
        "@tsed/common",
        "fastify",
        "hono",
        "inversify-express-utils",
        "koa",
        "polka",
        "restify",
        "routing-controllers",
        "sails",
        "tsoa",
    }
)
"""Frameworks whose routes are declared in ways that are not followed here."""


def kind_of(package: str, members: tuple[str, ...]) -> Kind | None:
    """What the middleware ``package.members`` is for; None for a package that is not known."""
    if package == "helmet":
        return Kind.HEADERS if members and members[0] != "helmet" else Kind.HELMET
    if members and (package, members[0]) in MEMBERS:
        return MEMBERS[package, members[0]]
    return PACKAGES.get(package)
