"""How currencies are written in English news, and which ISO 4217 code each means."""

import re

_CODES = "DKK NOK PLN PKR BDT LKR NPR THB MYR IDR VND EGP KES UAH HUF CZK RON NZD SGD HKD MXN BRL QAR KWD BHD OMR JOD XAF XOF GHS NGN TZS UGX".split()
_SIGNS = {
    **{code.lower(): code for code in _CODES},
    "gh¢": "GHS",
    "gh₵": "GHS",
    "$": "USD",
    "us$": "USD",
    "u.s.$": "USD",
    "usd": "USD",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "cny": "CNY",
    "rmb": "CNY",
    "₩": "KRW",
    "krw": "KRW",
    "₹": "INR",
    "inr": "INR",
    "rs": "INR",
    "₽": "RUB",
    "rub": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "₴": "UAH",
    "₸": "KZT",
    "kzt": "KZT",
    "c$": "CAD",
    "ca$": "CAD",
    "cad": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "aud": "AUD",
    "s$": "SGD",
    "hk$": "HKD",
    "nz$": "NZD",
    "r$": "BRL",
    "sar": "SAR",
    "sr": "SAR",
    "aed": "AED",
    "dh": "AED",
    "dhs": "AED",
    "chf": "CHF",
    "zar": "ZAR",
    "r": "ZAR",
    "sek": "SEK",
    "rm": "MYR",
}
# Words that several states share ("francs", "pesos") have no code by themselves: None is better than a wrong one.
_WORDS = {
    "dollar": "USD",
    "us dollar": "USD",
    "american dollar": "USD",
    "canadian dollar": "CAD",
    "australian dollar": "AUD",
    "singapore dollar": "SGD",
    "hong kong dollar": "HKD",
    "new zealand dollar": "NZD",
    "buck": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "pound sterling": "GBP",
    "pounds sterling": "GBP",
    "egyptian pound": "EGP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "won": "KRW",
    "south korean won": "KRW",
    "rupee": "INR",
    "indian rupee": "INR",
    "pakistani rupee": "PKR",
    "ruble": "RUB",
    "rouble": "RUB",
    "baht": "THB",
    "riyal": "SAR",
    "saudi riyal": "SAR",
    "qatari riyal": "QAR",
    "dirham": "AED",
    "tenge": "KZT",
    "lira": "TRY",
    "turkish lira": "TRY",
    "swiss franc": "CHF",
    "cfa franc": None,
    "franc": None,
    "rand": "ZAR",
    "peso": None,
    "mexican peso": "MXN",
    "argentine peso": "ARS",
    "philippine peso": "PHP",
    "ringgit": "MYR",
    "rupiah": "IDR",
    "dong": "VND",
    "zloty": "PLN",
    "krona": "SEK",
    "kronor": "SEK",
    "krone": None,
    "kroner": None,
    "danish krone": "DKK",
    "norwegian krone": "NOK",
    "forint": "HUF",
    "koruna": "CZK",
    "soum": "UZS",
    "som": "KGS",
    "somoni": "TJS",
    "manat": None,
    "lari": "GEL",
    "dram": "AMD",
    "shekel": "ILS",
    "hryvnia": "UAH",
    "naira": "NGN",
    "cedi": "GHS",
    "shilling": None,
    "kenyan shilling": "KES",
    "birr": "ETB",
    "taka": "BDT",
    "dinar": None,
    "kuwaiti dinar": "KWD",
    "iraqi dinar": "IQD",
    "reais": "BRL",
    "brazilian real": "BRL",
    "bolivar": "VES",
    "special drawing rights": "XDR",
    "sdr": "XDR",
}

_WORD_LIST = sorted(_WORDS, key=len, reverse=True)
CURRENCY_WORD = (
    r"(?:"
    + "|".join(re.escape(w).replace(r"\ ", r"\s").replace(r"us\s", r"u\.?s\.?\s") + "s?" for w in _WORD_LIST)
    + r"|USD|EUR|GBP|JPY|CNY|RMB|KRW|INR|RUB|SAR|AED|KZT|CHF|CAD|AUD|UZS|"
    + "|".join(_CODES)
    + ")"
)
SYMBOL = (
    r"(?:(?<![A-Za-z])(?:U\.S\.|US|CA|AU|HK|NZ|C|A|S|R)?\$|€|£|¥|₩|₹|₽|₺|₪|₴|₸"
    r"|(?<![A-Za-z])(?:USD|EUR|GBP|JPY|CNY|RMB|KRW|INR|RUB|SAR|SR|AED|Dhs?|KZT|CHF|ZAR|SEK|CAD|AUD|Rs\.?|RM|R|GH[¢₵]|"
    + "|".join(_CODES)
    + r")(?=\s?\d))"
)
# One pass that tells whether a text can hold an amount at all: most sentences cannot.
MONEY_SIGN = re.compile(rf"{SYMBOL}|\b{CURRENCY_WORD}\b", re.IGNORECASE)


def currency_of(written: str) -> str | None:
    """The ISO code of a sign or word, None where several states use it."""
    plain = " ".join(written.lower().replace("u.s.", "us").split()).rstrip(".")
    if plain in _SIGNS:
        return _SIGNS[plain]
    return _WORDS[plain] if plain in _WORDS else _WORDS.get(plain.rstrip("s"))
