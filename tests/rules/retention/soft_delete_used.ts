// ruleid: soft-delete-used
await repository.softDelete(id);
// ruleid: soft-delete-used
await prisma.user.update({ where: { id }, data: { deletedAt: new Date() } });
// ok: soft-delete-used
await repository.delete(id);
// ok: soft-delete-used (near miss: asked for)
const gone = await prisma.user.findMany({ where: { deletedAt: null } });
