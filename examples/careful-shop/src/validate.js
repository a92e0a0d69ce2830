// Replaces req.body by what the schema lets through, or answers 400 with the
// names of the fields that are wrong; their values are not repeated.
export const validate = (schema) => (req, res, next) => {
  const result = schema.safeParse(req.body ?? {});
  if (!result.success) {
    const fields = [...new Set(result.error.issues.map((issue) => issue.path.join('.')))];
    res.status(400).json({ error: 'invalid input', fields });
    return;
  }
  req.body = result.data;
  next();
};
