// What the OpenAPI document says of the invoice gate and of webhook deliveries.
import { registerInvoice } from '../domain/acceptance/invoiceGate.ts';
import { pageOf, type Operation } from './operation.ts';
import { listQuery } from './schemas.ts';
import { invoiceGateView, invoiceView } from './views.ts';
import { webhookListQuery, webhookView } from './webhooks.ts';

export const invoicingOperations: Operation[] = [
  {
    method: 'get',
    path: '/milestones/{milestoneId}/invoice-release',
    tag: 'Outputs',
    summary: 'Blocked, held, released or partly released, with amounts and the references of an invoice',
    answer: invoiceGateView,
  },
  {
    method: 'get',
    path: '/milestones/{milestoneId}/invoices',
    tag: 'Outputs',
    summary: 'Invoices registered against the release',
    query: listQuery,
    answer: pageOf(invoiceView),
  },
  {
    method: 'post',
    path: '/milestones/{milestoneId}/invoices',
    tag: 'Outputs',
    summary: 'Register an invoice number; refused beyond what is released',
    body: registerInvoice,
    status: 201,
    answer: invoiceView,
  },
  {
    method: 'get',
    path: '/webhook-deliveries',
    tag: 'Webhooks',
    summary: 'Webhooks to the billing system and their delivery; status=dead lists those given up',
    query: webhookListQuery,
    answer: pageOf(webhookView),
  },
  {
    method: 'post',
    path: '/webhook-deliveries/{webhookId}/replay',
    tag: 'Webhooks',
    summary: 'Send a webhook again, with the same ID and body',
    status: 202,
    answer: webhookView,
  },
];
