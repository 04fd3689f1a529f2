import './document-tab.ts';
