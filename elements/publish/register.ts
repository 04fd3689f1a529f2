import './bring-back-button.ts';
import './import-button.ts';
