export function remember(req: Request, response: Response): void {
  // ruleid: response-cookie-set
  response.cookie('seen', '1', { sameSite: 'lax' });
  // ruleid: response-cookie-set
  httpRes.cookie('seen', '1');
  // ok: response-cookie-set
  response.clearCookie('seen');
  // ok: response-cookie-set (near miss: it is read)
  request.cookie('seen');
}
