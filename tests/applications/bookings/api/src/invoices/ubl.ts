import { escapeHtml } from '../members/notifications.js';
import type { Invoice } from './repository.js';

const NAMESPACES = {
  invoice: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  schemaInstance: 'http://www.w3.org/2001/XMLSchema-instance',
} as const;

const element = (name: string, text: string): string => `<${name}>${escapeHtml(text)}</${name}>`;

/** The invoice as the tax office reads it. Everything of a member is escaped. */
export function toXml(invoice: Invoice): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Invoice xmlns="${NAMESPACES.invoice}" xmlns:xsi="${NAMESPACES.schemaInstance}">`,
    element('ID', String(invoice.number)),
    element('IssueDate', invoice.issuedAt.toISOString().slice(0, 10)),
    element('BuyerName', invoice.memberName),
    element('PayableAmount', (invoice.amountCents / 100).toFixed(2)),
    '</Invoice>',
  ].join('\n');
}
