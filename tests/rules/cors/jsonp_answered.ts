export const me = (req: Request, res: Response): void => {
  // ruleid: jsonp-answered
  res.status(200).jsonp({ id: req.user.id });
};
export const safe = (req: Request, res: Response): void => {
  // ok: jsonp-answered
  res.status(200).json({ id: req.user.id });
};
