// Loaded before the product in a worker of the bench: has the bench's modules take the places of two of the product's.
import { register } from 'node:module';

register('./replace.js', import.meta.url);
