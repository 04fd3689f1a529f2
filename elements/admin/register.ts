import { define } from '../shared/frameio-element.ts';
import { Admin } from './admin.ts';

define('nuxeo-frameio-admin', Admin);
