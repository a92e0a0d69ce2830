'use strict';

const PERMISSIONS = new Map([
  ['clerk', new Set(['tickets:read', 'tickets:write'])],
  ['editor', new Set(['tickets:read', 'tickets:write', 'announcements:write'])],
  [
    'manager',
    new Set([
      'tickets:read',
      'tickets:write',
      'tickets:export',
      'announcements:write',
      'staff:read',
      'staff:write',
    ]),
  ],
]);

const canDo = (role, permission) => PERMISSIONS.get(role)?.has(permission) ?? false;

module.exports = { canDo };
