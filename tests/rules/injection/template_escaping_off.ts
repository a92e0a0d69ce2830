import Handlebars from 'handlebars';

// ruleid: template-escaping-off
export const raw = Handlebars.compile('<p>{{text}}</p>', { noEscape: true });
// ok: template-escaping-off
export const escaped = Handlebars.compile('<p>{{text}}</p>');
