import { define } from '../shared/frameio-element.ts';
import { FolderTab } from './folder-tab.ts';

define('nuxeo-frameio-folder-tab', FolderTab);
