'use strict';

const THEMES = new Set(['light', 'dark', 'system']);
const DAY_MS = 24 * 60 * 60 * 1000;
const THEME_COOKIE = /(?:^|;\s*)__Host-theme=(light|dark|system)(?:;|$)/;

/** How the pages look is kept in the browser; there is nothing secret in it. */
function rememberTheme(res, theme) {
  res.cookie('__Host-theme', THEMES.has(theme) ? theme : 'system', {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: DAY_MS,
  });
}

const exposeTheme = (req, res, next) => {
  res.locals.theme = THEME_COOKIE.exec(req.get('cookie') ?? '')?.[1] ?? 'system';
  next();
};

module.exports = { exposeTheme, rememberTheme, THEMES };
