const mongooseDelete = require('mongoose-delete');

// ruleid: soft-delete-used
userSchema.plugin(mongooseDelete, { deletedAt: true });
// ruleid: soft-delete-used
await User.updateOne({ _id: id }, { $set: { deletedAt: new Date() } });
// ok: soft-delete-used
await User.deleteOne({ _id: id });
// ok: soft-delete-used
userSchema.plugin(timestamps);
// ok: soft-delete-used (near miss: brought back)
await User.restore({ deletedAt: null });
