import { define } from '../shared/eager-element.ts';
import { Admin } from './admin.ts';

define('nuxeo-frameio-admin', Admin);
