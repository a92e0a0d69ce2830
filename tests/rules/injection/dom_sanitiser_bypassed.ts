export class Page {
  constructor(private readonly sanitizer: DomSanitizer) {}

  show(record: Comment): void {
    // ruleid: dom-sanitiser-bypassed
    this.text = this.sanitizer.bypassSecurityTrustHtml(record.text);
    // ok: dom-sanitiser-bypassed
    this.plain = this.sanitizer.sanitize(1, record.text);
    // ok: dom-sanitiser-bypassed (near miss: a constant)
    this.logo = this.sanitizer.bypassSecurityTrustUrl('/logo.svg');
  }
}
