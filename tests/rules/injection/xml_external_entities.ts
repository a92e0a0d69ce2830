import * as xml from 'libxml2-wasm';

// ruleid: xml-external-entities
export const all = xml.ParseOption.XML_PARSE_NOENT | xml.ParseOption.XML_PARSE_NOBLANKS;
// ok: xml-external-entities
export const none = xml.ParseOption.XML_PARSE_NONET | xml.ParseOption.XML_PARSE_NOBLANKS;
