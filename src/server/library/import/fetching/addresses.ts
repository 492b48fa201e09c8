import { BlockList, isIP } from "node:net";

/** Networks that are nobody's server on the open internet (IANA's special-purpose registries). */
const closed4 = [
  "0.0.0.0/8",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Networks of a house or a machine: an operator can open them. */
const private4 = ["10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const private6 = ["::1/128", "fc00::/7"];
/** Within 2000::/3: tunnels and translations that would hide another address, and addresses for books. */
const closed6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

function listOf(subnets: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = "", bits] = subnet.split("/");
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}

const lists = {
  closed4: listOf(closed4, "ipv4"),
  private4: listOf(private4, "ipv4"),
  open6: listOf(["2000::/3"], "ipv6"),
  closed6: listOf(closed6, "ipv6"),
  private6: listOf(private6, "ipv6"),
};

/**
 * True for an IP address that may be connected to: a server on the open internet, or with `allowPrivate` one in this
 * house. Link-local addresses, among them the metadata services of clouds, are never allowed, nor is an IPv4 address
 * written inside an IPv6 one (mapped, NAT64, 6to4, Teredo).
 */
export function isAllowedAddress(address: string, allowPrivate: boolean): boolean {
  switch (isIP(address)) {
    case 4:
      if (lists.private4.check(address, "ipv4")) return allowPrivate;
      return !lists.closed4.check(address, "ipv4");
    case 6: {
      if (address.includes("%")) return false;
      if (lists.private6.check(address, "ipv6")) return allowPrivate;
      return lists.open6.check(address, "ipv6") && !lists.closed6.check(address, "ipv6");
    }
    default:
      return false;
  }
}

/** Where web servers listen; behind another port is seldom one, and sometimes something that must not be asked. */
const usualPorts: ReadonlySet<string> = new Set(["", "80", "443", "8000", "8080", "8443", "8888"]);
/** Ports of other protocols that a request could be mistaken in (https://fetch.spec.whatwg.org/#port-blocking). */
const neverPorts: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665,
  6666, 6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211, 27017,
]);

/**
 * A clause that says why an address may not be asked, or undefined. Names are looked up later, by whoever connects; a
 * number in whatever notation (decimal, octal, hexadecimal) is an IPv4 address here already.
 */
export function refusalOfUrl(url: URL, allowPrivate: boolean): string | undefined {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return "is not an http or https address";
  if (url.username !== "" || url.password !== "") return "has a name or a password in it";
  if (neverPorts.has(Number(url.port)))
    return `asks for port ${url.port}, which is for other things`;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (host === "") return "names no host";
  if (isIP(host) !== 0 && !isAllowedAddress(host, allowPrivate)) return refusalOfAddress(host);
  if (!allowPrivate && /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|onion)\.?$/i.test(host))
    return privateRefusal;
  if (!allowPrivate && !usualPorts.has(url.port)) {
    return `asks for port ${url.port}, which is no usual one (--allow-private allows it)`;
  }
  return undefined;
}

const privateRefusal = "leads to a private address (--allow-private allows it)";

/** What an address that may not be connected to is refused with. */
export const refusalOfAddress = (address: string): string =>
  isAllowedAddress(address, true) ? privateRefusal : `leads to ${address}, which is never asked`;
