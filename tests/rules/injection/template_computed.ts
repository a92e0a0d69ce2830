import Handlebars from 'handlebars';

export function mail(name: string): string {
  // ruleid: template-computed
  const build = Handlebars.compile(`Hello ${name}, {{text}}`);
  // ok: template-computed
  const better = Handlebars.compile('Hello {{name}}, {{text}}');
  return build({}) + better({ name });
}
