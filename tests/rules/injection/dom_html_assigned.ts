export function title(node: HTMLElement, text: string): void {
  // ruleid: dom-html-assigned
  node.innerHTML = `<h1>${text}</h1>`;
  // ok: dom-html-assigned (near miss: escaped)
  node.innerHTML = `<h1>${escapeHtml(text)}</h1>`;
}
