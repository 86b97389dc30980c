#!/usr/bin/env python3
"""lunar_recompute.py - the lunar calendar 1899-2100 from the sky.

Independent check of the table in daemon/base/almanac.c: new moons after Meeus,
Astronomical Algorithms, chapter 49; the sun's longitude after Bretagnon and
Simon (1986) as printed by Reingold and Dershowitz; delta T after Espenak and
Meeus. Rules: month 11 holds the winter solstice; in a sui of thirteen months
the first month without a principal term is the leap month. Civil days are
UTC+8, before 1929 Peking mean time (+7:45:40).

Prints every day with its lunar date; `check PROGRAM` compares with leave-calc.
"""
import datetime
import json
import math
import subprocess
import sys
S=lambda d: math.sin(math.radians(d))
C=lambda d: math.cos(math.radians(d))
CO=[403406,195207,119433,112392,3891,2819,1721,660,350,334,314,268,242,234,158,132,129,114,99,93,86,78,72,68,64,46,38,37,32,29,28,27,27,25,24,21,21,20,18,17,14,13,13,13,12,10,10,10,10]
MU=[0.9287892,35999.1376958,35999.4089666,35998.7287385,71998.20261,71998.4403,36000.35726,71997.4812,32964.4678,-19.4410,445267.1117,45036.8840,3.1008,22518.4434,-19.9739,65928.9345,9038.0293,3034.7684,33718.148,3034.448,-2280.773,29929.992,31556.493,149.588,9037.750,107997.405,-4444.176,151.771,67555.316,31556.080,-4561.540,107996.706,1221.655,62894.167,31437.369,14578.298,-31931.757,34777.243,1221.999,62894.511,-4442.039,107997.909,119.066,16859.071,-4.578,26895.292,-39.127,12297.536,90073.778]
AD=[270.54861,340.19128,63.91854,331.26220,317.843,86.631,240.052,310.26,247.23,260.87,297.82,343.14,166.79,81.53,3.50,132.75,182.95,162.03,29.8,266.4,249.2,157.6,257.8,185.1,69.9,8.0,197.1,250.4,65.3,162.7,341.5,291.6,98.5,146.7,110.0,5.2,342.6,230.9,256.1,45.3,242.9,115.2,151.8,285.3,53.3,126.6,205.7,85.9,146.1]
assert len(CO)==len(MU)==len(AD)==49

def delta_t_s(y):
    if y<1900:
        t=y-1860; return 7.62+0.5737*t-0.251754*t**2+0.01680668*t**3-0.0004473624*t**4+t**5/233174
    if y<1920:
        t=y-1900; return -2.79+1.494119*t-0.0598939*t**2+0.0061966*t**3-0.000197*t**4
    if y<1941:
        t=y-1920; return 21.20+0.84493*t-0.076100*t**2+0.0020936*t**3
    if y<1961:
        t=y-1950; return 29.07+0.407*t-t**2/233+t**3/2547
    if y<1986:
        t=y-1975; return 45.45+1.067*t-t**2/260-t**3/718
    if y<2005:
        t=y-2000; return 63.86+0.3345*t-0.060374*t**2+0.0017275*t**3+0.000651814*t**4+0.00002373599*t**5
    if y<2050:
        t=y-2000; return 62.92+0.32217*t+0.005589*t**2
    return -20+32*((y-1820)/100)**2-0.5628*(2150-y)

def sun(jde):
    c=(jde-2451545)/36525
    l=282.7771834+36000.76953744*c+0.000005729577951308232*sum(a*S(d+m*c) for a,m,d in zip(CO,MU,AD))
    l+=0.0000974*C(177.63+35999.01848*c)-0.005575
    l+=-0.004778*S(124.90-1934.134*c+0.002063*c*c)-0.0003667*S(201.11+72001.5377*c+0.00057*c*c)
    return l%360

def new_moon(k):
    T=k/1236.85
    j=2451550.09766+29.530588861*k+0.00015437*T**2-0.000000150*T**3+0.00000000073*T**4
    E=1-0.002516*T-0.0000074*T*T
    M=2.5534+29.10535670*k-0.0000014*T*T-0.00000011*T**3
    Mm=201.5643+385.81693528*k+0.0107582*T*T+0.00001238*T**3-0.000000058*T**4
    F=160.7108+390.67050284*k-0.0016118*T*T-0.00000227*T**3+0.000000011*T**4
    O=124.7746-1.56375588*k+0.0020672*T*T+0.00000215*T**3
    j+=(-0.40720*S(Mm)+0.17241*E*S(M)+0.01608*S(2*Mm)+0.01039*S(2*F)+0.00739*E*S(Mm-M)-0.00514*E*S(Mm+M)
     +0.00208*E*E*S(2*M)-0.00111*S(Mm-2*F)-0.00057*S(Mm+2*F)+0.00056*E*S(2*Mm+M)-0.00042*S(3*Mm)+0.00042*E*S(M+2*F)
     +0.00038*E*S(M-2*F)-0.00024*E*S(2*Mm-M)-0.00017*S(O)-0.00007*S(Mm+2*M)+0.00004*S(2*Mm-2*F)+0.00004*S(3*M)
     +0.00003*S(Mm+M-2*F)+0.00003*S(2*Mm+2*F)-0.00003*S(Mm+M+2*F)+0.00003*S(Mm-M+2*F)-0.00002*S(Mm-M-2*F)-0.00002*S(3*Mm+M)+0.00002*S(4*Mm))
    for a,b,w in ((299.77,0.107408,325),(251.88,0.016321,165),(251.83,26.651886,164),(349.42,36.412478,126),(84.66,18.206239,110),(141.74,53.303771,62),(207.14,2.453732,60),(154.84,7.306860,56),(34.52,27.261239,47),(207.19,0.121824,42),(291.34,1.844379,40),(161.72,24.198154,37),(239.56,25.513099,35),(331.55,3.592518,23)):
        j+=w*1e-6*S(a+b*k-(0.009173*T*T if a==299.77 else 0))
    return j

def civil(jde):
    y=2000+(jde-2451545)/365.25
    ut=jde-delta_t_s(y)/86400
    zone=8/24 if ut>=2425612.5 else (7+45/60+40/3600)/24
    x=ut+zone-2440587.5
    return math.floor(x), x-math.floor(x)

def term(lon,guess):
    j=guess
    for _ in range(12):
        d=(lon-sun(j)+180)%360-180
        j+=d*365.2422/360
    return j

def build(first=1898,last=2101,near=None):
    moons=[]
    k0=round((first-2000)*12.3685)-4
    for k in range(k0,round((last+1-2000)*12.3685)+30):
        d,f=civil(new_moon(k)); moons.append(d)
        if near is not None and min(f,1-f)<4/1440: near.append(('moon',d,f))
    zq=[]
    j=term(270,2451545+(first-1-2000)*365.2422+355)
    lon=270
    while True:
        d,f=civil(j); zq.append((d,lon))
        if near is not None and min(f,1-f)<10/1440: near.append(('term%d'%lon,d,f))
        lon=(lon+30)%360; j=term(lon,j+30.4)
        if civil(j)[0]>moons[-1]-40: break
    sol=[d for d,l in zq if l==270]
    months={}  # (year, month, leap)->(start,len)
    out=[]
    for a,b in zip(sol,sol[1:]):
        i=max(n for n,m in enumerate(moons) if m<=a)
        e=max(n for n,m in enumerate(moons) if m<=b)
        leap=e-i==13
        y=(1970+(a/365.2425)); y=int(y)  # gregorian year of the solstice
        num=11; done=False
        for n in range(i,e):
            has=any(moons[n]<=d<moons[n+1] for d,_ in zq)
            isleap=False
            if n>i:
                if leap and not done and not has: isleap=True; done=True
                else: num+=1
            yy=y if num<=12 else y+1
            out.append((yy,(num-1)%12+1,isleap,moons[n],moons[n+1]-moons[n]))
    years={}
    for y,m,l,s,n in out: years.setdefault(y,[]).append((m,l,s,n))
    return years
# As published instead of as computed; see daemon/base/almanac.h.
PUBLISHED={(1906,4):(1906,4,24),(2057,9):(2057,9,29)}

def text(y,m,leap,d):
    stems='甲乙丙丁戊己庚辛壬癸'; branches='子丑寅卯辰巳午未申酉戌亥'
    months='正 二 三 四 五 六 七 八 九 十 十一 十二'.split()
    units='一二三四五六七八九十'
    ten='二' if d==20 else '三' if d==30 else '初十廿'[(d-1)//10]
    return stems[(y-4)%10]+branches[(y-4)%12]+'年'+('閏' if leap else '')+months[m-1]+'月'+ten+units[(d-1)%10]

def all_days():
    """Every day of 1900-2100 with its lunar date."""
    starts=[]
    for y,ms in sorted(build().items()):
        for m,leap,s,n in ms:
            fix=PUBLISHED.get((y,m))
            if fix and not leap:
                s=(datetime.date(*fix)-datetime.date(1970,1,1)).days
            starts.append((s,y,m,leap))
    starts.sort()
    day=datetime.date(1900,1,1); i=0
    while day<=datetime.date(2100,12,31):
        d=(day-datetime.date(1970,1,1)).days
        while starts[i+1][0]<=d: i+=1
        s,y,m,leap=starts[i]
        yield day,text(y,m,leap,d-s+1)
        day+=datetime.timedelta(1)

def check(calc):
    """Asks leave-calc for every day, in handfuls that fit a command line."""
    days=list(all_days()); bad=0
    for i in range(0,len(days),4000):
        part=days[i:i+4000]
        out=subprocess.run([calc,'lunar']+[d.isoformat() for d,_ in part],capture_output=True,check=True).stdout
        for (d,want),got in zip(part,json.loads(out),strict=True):
            if want!=got: bad+=1; print(d,'sky',want,'table',got)
    print(len(days),'days,',bad,'differ')
    return bad!=0

if __name__=='__main__':
    if len(sys.argv)==3 and sys.argv[1]=='check':
        sys.exit(check(sys.argv[2]))
    for day,lunar in all_days():
        print(day,lunar)
