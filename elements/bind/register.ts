import { define } from '../shared/eager-element.ts';
import { BindButton } from './bind-button.ts';

define('nuxeo-frameio-bind-button', BindButton);
