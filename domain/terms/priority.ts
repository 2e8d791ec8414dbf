// How much a milestone matters beside others of its engagement, as its plan says; the contract may have other waits for it.
import { z } from 'zod';

export const priority = z.enum(['low', 'high']);
