import { define } from '../shared/eager-element.ts';
import { FolderTab } from './folder-tab.ts';

define('nuxeo-frameio-folder-tab', FolderTab);
