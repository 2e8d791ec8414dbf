// Where the sources are: what is run beside the product runs from what the build made of them, one folder below.
import { fileURLToPath } from 'node:url';

export const checkout = fileURLToPath(new URL('../../', import.meta.url));
