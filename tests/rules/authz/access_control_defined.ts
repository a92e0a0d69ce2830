import { AbilityBuilder, defineAbility } from '@casl/ability';

// ruleid: access-control-defined
export const builder = new AbilityBuilder(createMongoAbility);
// ruleid: access-control-defined
export const guest = defineAbility((can) => { can('read', 'Product'); });
// ok: access-control-defined
export const may = ability.can('read', order);
