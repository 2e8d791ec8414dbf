// One operation of the HTTP API as the OpenAPI document is made from it.
import { z } from 'zod';

export interface Operation {
  method: 'get' | 'post';
  path: string;
  tag: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  rawBody?: boolean;
  status?: number;
  answer?: z.ZodType;
  media?: string;
  isOpen?: boolean;
}

/** A page of a list, with the cursor of the next one. */
export const pageOf = (items: z.ZodType) =>
  z.object({ items: z.array(items), next: z.string().optional().describe('cursor of the next page') });
