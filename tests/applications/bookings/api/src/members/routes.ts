import { Router } from 'express';
import { z } from 'zod';

import { identityOf, requireMember, requireRole } from '../auth/guards.js';
import { ROLES } from '../auth/tokens.js';
import { ConflictError, NotFoundError } from '../errors.js';
import { evaluateFlags } from '../flags.js';
import { pageLinks, pageQuery } from '../http/pagination.js';
import { noStore } from '../http/security.js';
import { validate } from '../http/validate.js';
import { config } from '../config.js';
import * as members from './repository.js';

const MemberParams = z.strictObject({ memberId: z.uuid() });
const RoleChange = z.strictObject({ role: z.enum(ROLES) });
const ListQuery = pageQuery(['name', 'email', 'created']);

export const membersRouter = Router();

membersRouter.use(requireMember, noStore);

membersRouter.get('/me', async (req, res) => {
  const { memberId } = identityOf(req);
  const member = await members.find(memberId);
  if (member === undefined) {
    throw new NotFoundError('the account');
  }
  const { id, name, email, phone, role } = member;
  res.json({ id, name, email, phone, role, flags: evaluateFlags(id) });
});

membersRouter.delete('/me', async (req, res) => {
  await members.anonymise(identityOf(req).memberId);
  res.status(204).end();
});

// Everything below is for administrators.
const adminRouter = Router();

adminRouter.use(requireRole('admin'));

adminRouter.get('/', validate({ query: ListQuery }), async (req, res) => {
  const query = res.locals.query as z.infer<typeof ListQuery>;
  const { items, total } = await members.list(query);
  const page = { items, total, page: query.page, pageSize: query.pageSize };
  const links = pageLinks(new URL(req.originalUrl, config.publicUrl), page);
  res.links(links).json(page);
});

adminRouter.patch(
  '/:memberId/role',
  validate({ params: MemberParams, body: RoleChange }),
  async (req, res) => {
    const { memberId } = req.params as z.infer<typeof MemberParams>;
    if (memberId === identityOf(req).memberId) {
      throw new ConflictError('nobody changes the own role');
    }
    if (!(await members.setRole(memberId, req.body.role))) {
      throw new NotFoundError('this member');
    }
    req.log.info({ event: 'role_changed', memberId, role: req.body.role }, 'role changed');
    res.status(204).end();
  },
);

membersRouter.use('/', adminRouter);
