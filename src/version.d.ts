/** Version of the package, put in by the build; undeclared where the sources run unbuilt, as in tests. */
declare const __MIDFUNNEL_VERSION__: string;
