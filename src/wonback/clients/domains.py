"""Addresses on the web and of mail: which of them tell a company. No network is asked."""

import re

# Whoever has an address here may be anybody.
FREEMAIL = frozenset(
    "aim.com aol.com arcor.de att.net bellsouth.net bigpond.com bk.ru bluewin.ch btinternet.com centrum.cz charter.net comcast.net cox.net "
    "daum.net earthlink.net email.cz email.de fastmail.com fastmail.fm foxmail.com free.fr freemail.hu freenet.de gmail.com gmx.at gmx.ch "
    "gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it "
    "icloud.com inbox.lv inbox.ru interia.pl juno.com laposte.net libero.it list.ru live.at live.co.uk live.com live.de live.fr live.nl "
    "mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com naver.com neuf.fr o2.pl online.no optonline.net orange.fr outlook.com "
    "outlook.de outlook.es outlook.fr pm.me posteo.de proton.me protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com sbcglobal.net "
    "seznam.cz sfr.fr shaw.ca sina.com skynet.be sky.com sohu.com t-online.de talktalk.net telenet.be terra.com.br tiscali.it tuta.io "
    "tutanota.com ukr.net uol.com.br verizon.net virgilio.it virginmedia.com vodafone.it wanadoo.fr web.de windowslive.com wp.pl ya.ru "
    "yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com "
    "ziggo.nl zoho.com 126.com 163.com".split()
)
# Where many companies have a page: the address tells the host, not them.
HOSTS = frozenset(
    "amazonaws.com azurewebsites.net bit.ly blogspot.com business.site etsy.com facebook.com github.com github.io google.com herokuapp.com "
    "instagram.com jimdo.com jimdofree.com jimdosite.com linkedin.com linktr.ee medium.com myshopify.com netlify.app notion.site pages.dev "
    "sharepoint.com sites.google.com squarespace.com t.me tiktok.com twitter.com vercel.app vk.com wa.me web.app webflow.io weebly.com "
    "wixsite.com wordpress.com x.com xing.com youtube.com".split()
)
# Under a land's own ending, these are endings too: acme.co.uk is of Acme, not of co.uk.
SECOND = frozenset(
    "ac asn co com edu firm gen go gob gouv gov gv ind info ltd me mil ne net nom nome or org plc sch web".split()
)


def host(text: str) -> str:
    """A web address or e-mail address as the name of its host.

    >>> host("https://www.Acme.de:443/kontakt?x=1"), host("Dana <dana@mail.acme.de>")
    ('acme.de', 'mail.acme.de')
    """
    found = re.sub(r"^[a-z]+://", "", text.strip().casefold())
    found = re.split(r"[/?#\\\\]", found)[0].split("@")[-1]
    return found.removeprefix("www.").split(":")[0].rstrip(".>")[:200]


def registered(text: str) -> str:
    """The part of an address that somebody registered.

    >>> registered("shop.acme.co.uk"), registered("mail.acme.de"), registered("localhost")
    ('acme.co.uk', 'acme.de', '')
    """
    labels = [label for label in host(text).split(".") if label]
    if len(labels) < 2:
        return ""
    under = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND else 2
    return ".".join(labels[-under:])


def company_domain(text: str) -> str:
    """The domain that tells which company this is; nothing for addresses that anybody may have.

    >>> company_domain("dana@gmail.com"), company_domain("facebook.com/acme"), company_domain("dana@eu.acme.com")
    ('', '', 'acme.com')
    """
    found = registered(text)
    return "" if found in FREEMAIL or found in HOSTS or host(text) in HOSTS else found


def label(domain: str) -> str:
    """The word in front of the ending: what acme.de and acme.com share.

    >>> label("acme.co.uk")
    'acme'
    """
    return registered(domain).split(".")[0]
