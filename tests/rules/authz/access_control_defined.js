const { newEnforcer } = require('casbin');
const AccessControl = require('accesscontrol');

// ruleid: access-control-defined
const enforcer = newEnforcer('model.conf', 'policy.csv');
// ruleid: access-control-defined
const rights = new AccessControl(grants);

// ok: access-control-defined
const allowed = await enforcer.enforce(user, path, method);
// ok: access-control-defined (near miss: another builder)
const query = new QueryBuilder(table);
