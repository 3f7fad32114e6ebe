/** `127.0.0.1` as hosts of a URL write it, and `localhost`; each is known to the resolver of a usual machine. */
export const loopbackHosts: readonly string[] = [
	...["127.0.0.1", "127.0.1", "127.1", "127.0.0.1.", "127.1."],
	// Octal, hexadecimal and mixed.
	...[
		"0177.0.0.1",
		"0177.0.0.01",
		"0177.1",
		"00000177.0.0.1",
		"0177.0.0x1",
		"0x7f.0.0.1",
		"0x7F.0x0.0x0.0x1",
		"0x7f.1",
	],
	...["0x7f.0.1", "0x7f.0.0.01", "127.0x0.0.1", "127.0.0x1", "127.0x0.1", "127.0.00.1", "127.00000001", "0x0000007f.1"],
	// As one number.
	...[
		"2130706433",
		"0x7f000001",
		"0x7F000001",
		"0x000000007f000001",
		"017700000001",
		"0000017700000001",
		"2130706433.",
	],
	// Mapped into IPv6.
	...["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:7F00:0001]", "[0:0:0:0:0:ffff:127.0.0.1]"],
	...["[0000:0000:0000:0000:0000:ffff:7f00:0001]"],
	// Percent signs, wide letters and digits, other full stops.
	...["127.0.0.%31", "%31%32%37.0.0.1", "１２７.０.０.１", "①②⑦.0.0.①", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1"],
	...["localhost", "LOCALHOST", "LocalHost", "ｌｏｃａｌｈｏｓｔ", "%6c%6fcalhost", "localho%73t"],
];
