import { pageGlobals } from './keep-page-globals.js';
import 'nuxeo/nuxeo.js';

// In Web UI `Nuxeo` is the client's class and carries everything else.
Object.assign(window.Nuxeo, pageGlobals);
