export const view = (sanitizer, comment) => {
  // ruleid: dom-sanitiser-bypassed
  return sanitizer.bypassSecurityTrustUrl(comment.link);
};
export const clean = (sanitizer, comment, DOMPurify) => {
  // ok: dom-sanitiser-bypassed (near miss: cleaned first)
  return sanitizer.bypassSecurityTrustHtml(DOMPurify.sanitize(comment.text));
};
